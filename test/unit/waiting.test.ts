import { WAIT_INDEFINITELY, type IExecuteFunctions } from 'n8n-workflow';
import { waitingOf } from '../../nodes/MicrosoftGraph/waiting';

const contextOf = (more: object) => more as unknown as IExecuteFunctions;

test('an n8n without signed URLs is refused, with what to do', () => {
	const { resumeUrl } = waitingOf(contextOf({}));
	expect(() => resumeUrl()).toThrow("This version of n8n can't wait for a response");
});

test('an older n8n is asked to check the signatures', () => {
	const asked: string[] = [];
	const { resumeUrl } = waitingOf(
		contextOf({
			setSignatureValidationRequired: () => asked.push('checked'),
			getSignedResumeUrl: (query: Record<string, string>) => `signed ${JSON.stringify(query)}`,
		}),
	);
	expect(resumeUrl({ approved: 'true' })).toBe('signed {"approved":"true"}');
	expect(asked).toEqual(['checked']);
});

test('without a limit, it waits until n8n’s end of time', async () => {
	const waited: Date[] = [];
	const { wait } = waitingOf(contextOf({ putExecutionToWait: async (until: Date) => waited.push(until) }));
	const limit = new Date('2030-03-04T09:00:00Z');
	await wait();
	await wait(limit);
	expect(waited).toEqual([WAIT_INDEFINITELY, limit]);
});
