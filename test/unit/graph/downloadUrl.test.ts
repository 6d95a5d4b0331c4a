import { withoutDownloadUrls } from '../../../nodes/graph/downloadUrl';
import { fact } from '../../reality/facts';

it(fact(46, 'node', 'URLs that open a file are taken out at any depth, and nothing else'), () => {
	const url = 'https://contoso.sharepoint.com/_layouts/15/download.aspx?tempauth=v1.x';
	const item = {
		id: '1',
		'@microsoft.graph.downloadUrl': url,
		'@odata.etag': 'e',
		webUrl: 'https://contoso.sharepoint.com/a',
		children: [{ id: '2', '@content.downloadUrl': url, size: null }],
	};
	const before = structuredClone(item);
	expect(withoutDownloadUrls(item)).toEqual({
		id: '1',
		'@odata.etag': 'e',
		webUrl: 'https://contoso.sharepoint.com/a',
		children: [{ id: '2', size: null }],
	});
	expect(item).toEqual(before);
	expect(withoutDownloadUrls('text')).toBe('text');
});
