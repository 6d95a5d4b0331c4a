/** How long answers may take, in ms. */
export const answerTimes = {
	/** For a whole answer that is no file, from when its request left. */
	whole: 120_000,
	/** Without a byte, once an answer has begun to come. */
	silence: 30_000,
	/** Without a byte of a file. */
	fileSilence: 120_000,
};
