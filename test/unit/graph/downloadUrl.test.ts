import { withoutDownloadUrls } from '../../../nodes/graph/files/downloadUrl';
import { fact } from '../../reality/facts';

test(fact(46, 'node', 'download URLs are taken out at any depth, and nothing else is'), () => {
	const url = 'https://contoso.sharepoint.com/_layouts/15/download.aspx?tempauth=v1';
	const item = { id: '1', '@odata.etag': 'x', '@microsoft.graph.downloadUrl': url };
	const nested = { hits: [{ resource: { ...item }, empty: null }], '@content.downloadUrl': url, webUrl: 'x' };
	expect(withoutDownloadUrls({ ...item, children: [{ ...item }], nested })).toEqual({
		id: '1',
		'@odata.etag': 'x',
		children: [{ id: '1', '@odata.etag': 'x' }],
		nested: { hits: [{ resource: { id: '1', '@odata.etag': 'x' }, empty: null }], webUrl: 'x' },
	});
	expect([withoutDownloadUrls(undefined), withoutDownloadUrls('a')]).toEqual([undefined, 'a']);
});
