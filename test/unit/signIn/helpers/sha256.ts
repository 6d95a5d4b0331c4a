import { createHash, createHmac } from 'node:crypto';

/** SHA-256 and its HMAC, in the form that AWS' signing library takes. */
export class Sha256 {
	private readonly hash;
	constructor(key?: string | ArrayBuffer | ArrayBufferView) {
		this.hash = key === undefined ? createHash('sha256') : createHmac('sha256', key as Uint8Array);
	}
	update(data: Uint8Array | string) {
		this.hash.update(data);
	}
	async digest() {
		return new Uint8Array(this.hash.digest());
	}
	reset() {}
}
