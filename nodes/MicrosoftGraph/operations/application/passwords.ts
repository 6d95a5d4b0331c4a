/** What a greater permission adds, where an app works on passwords. */
export const moreForOthers =
	'This is enough for applications that the app owns; others need Application.ReadWrite.All.';
