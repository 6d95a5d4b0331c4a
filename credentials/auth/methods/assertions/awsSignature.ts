import { createHash, createHmac } from 'node:crypto';

/** The keys of an IAM user or of a role's session. */
export interface AwsKeys {
	accessKeyId: string;
	secretAccessKey: string;
	/** Of temporary keys; `''` for those of a user. */
	sessionToken: string;
}

/** A request before it is signed. */
export interface AwsRequest {
	method: string;
	url: URL;
	/** All of them are signed. */
	headers: Record<string, string>;
	body: string;
}

/** For what, and when, a request is signed. */
export interface AwsScope {
	region: string;
	/** As it is called in signatures, such as `sts`. */
	service: string;
	/** ms since the epoch; AWS takes a signature for some minutes around it. */
	now: number;
}

const algorithm = 'AWS4-HMAC-SHA256';

/**
 * Signs a request to AWS (Signature Version 4).
 * @returns its headers, with `X-Amz-Date`, `X-Amz-Security-Token` for temporary keys, and `Authorization`; the host is
 * signed as well, as the HTTP client sends it
 * Source: "Create a signed AWS API request" (IAM User Guide).
 */
export function signedAwsHeaders(
	{ method, url, headers, body }: AwsRequest,
	keys: AwsKeys,
	{ region, service, now }: AwsScope,
): Record<string, string> {
	const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
	const sent = {
		...headers,
		'X-Amz-Date': time,
		...(keys.sessionToken === '' ? {} : { 'X-Amz-Security-Token': keys.sessionToken }),
	};
	const signed = Object.entries({ ...sent, Host: url.host })
		.map(([name, value]) => [name.toLowerCase(), value.trim().replace(/ +/g, ' ')] as const)
		.sort(([a], [b]) => (a < b ? -1 : 1));
	const names = signed.map(([name]) => name).join(';');
	const canonical = [
		method,
		canonicalPath(url),
		canonicalQuery(url),
		...signed.map(([name, value]) => `${name}:${value}`),
		'',
		names,
		sha256(body),
	].join('\n');
	const day = time.slice(0, 8);
	const scope = [day, region, service, 'aws4_request'].join('/');
	const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
		hmac,
		`AWS4${keys.secretAccessKey}`,
	);
	const signature = hmac(key, [algorithm, time, scope, sha256(canonical)].join('\n')).toString('hex');
	return {
		...sent,
		Authorization: `${algorithm} Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
	};
}

/** Each segment is encoded once more than in the URL; all services but S3 want it so. */
function canonicalPath({ pathname }: URL): string {
	const segments = pathname.split('/').filter((segment) => segment !== '');
	const end = segments.length > 0 && pathname.endsWith('/') ? '/' : '';
	return `/${segments.map(encoded).join('/')}${end}`;
}

/** How to sort two texts of ASCII characters. */
function inByteOrder(one: string, other: string): number {
	if (one === other) return 0;
	return one < other ? -1 : 1;
}

function canonicalQuery({ searchParams }: URL): string {
	return [...searchParams]
		.map(([name, value]) => [encoded(name), encoded(value)])
		.sort(([a, x], [b, y]) => inByteOrder(a, b) || inByteOrder(x, y))
		.map((pair) => pair.join('='))
		.join('&');
}

/** Percent encoding of all but the unreserved characters of RFC 3986. */
function encoded(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

function sha256(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
	return createHmac('sha256', key).update(text).digest();
}
