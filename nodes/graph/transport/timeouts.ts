/** How long responses may take, in ms. */
export const answerTimes = {
	/** For a full response that isn't a file, from when its request was sent. */
	whole: 120_000,
	/** Without a byte, once a response has started. */
	silence: 30_000,
	/** Without a byte of a file. */
	fileSilence: 120_000,
};
