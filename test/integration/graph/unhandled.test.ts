import { useUnhandled } from '../harness/unhandled';

const unhandled = useUnhandled();

test('a rejection that is handled too late is noted, one that is handled is not', async () => {
	const late = Promise.reject(new Error('handled too late'));
	Promise.reject(new Error('handled')).catch(() => undefined);
	const noted = await unhandled.take();
	await expect(late).rejects.toThrow('handled too late');
	expect(noted).toEqual([expect.objectContaining({ message: 'handled too late' })]);
	expect(await unhandled.take()).toEqual([]);
});
