import { userAgent } from '../../../nodes/graph/transport/userAgent';
import { version } from '../../../package.json';
import { fact } from '../../reality/facts';

test(fact(26, 'node', 'the traffic is decorated with the name and the version of this package'), () => {
	expect(userAgent).toBe(`NONISV|n8n|n8n-nodes-microsoft-graph-app-only/${version}`);
});
