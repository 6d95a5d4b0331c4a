/** A token or an assertion: a JWT, a JWE, or the beginning of one. Parts of a JWE may be empty. */
export const jwt = /(?<![A-Za-z0-9])eyJ[\w-]{8,}(?:\.[\w-]*){0,4}/g;
