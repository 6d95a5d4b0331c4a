import { randomUUID } from 'node:crypto';
import { graphTime } from './messages';

/** A file on its way to a message or event, in ranges. */
export interface UploadSession {
	token: string;
	/** The mailbox and the message that get the attachment. */
	userId: string;
	messageId: string;
	/** The event that gets it, if it's an event. */
	eventId?: string;
	name: string;
	contentType: string | null;
	isInline: boolean;
	contentId: string | null;
	/** Bytes in total. */
	size: number;
	/** Received bytes, in order. */
	chunks: Buffer[];
	received: number;
	/** Epoch milliseconds. */
	expiresAt: number;
}

export interface Uploads {
	/** By the token in their URL. */
	sessions: Map<string, UploadSession>;
	open(upload: Omit<UploadSession, 'token' | 'chunks' | 'received' | 'expiresAt'>): UploadSession;
}

const day = 24 * 3600_000;

/** The upload sessions of a tenant. */
export function createUploads(): Uploads {
	const sessions = new Map<string, UploadSession>();
	return {
		sessions,
		open(upload) {
			const session = {
				...upload,
				token: randomUUID(),
				chunks: [],
				received: 0,
				expiresAt: Date.now() + 7 * day,
			};
			sessions.set(session.token, session);
			return session;
		},
	};
}

/** What the storage host returns for an unfinished session. */
export function uploadStatus(session: UploadSession) {
	return {
		expirationDateTime: graphTime(session.expiresAt),
		nextExpectedRanges: session.received < session.size ? [`${session.received}-`] : [],
	};
}
