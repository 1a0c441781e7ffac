// src/routes/+layout.ts: the CMS says how an address is written; the pages need no JavaScript.
export const trailingSlash = "ignore";
export const csr = false;
