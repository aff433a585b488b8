import type { IncomingHttpHeaders } from "node:http";

/** What a request of S3 does. `uploads` lists unfinished uploads, `parts` the parts of one. */
export type Step =
  | "list"
  | "uploads"
  | "parts"
  | "head"
  | "get"
  | "put"
  | "begin"
  | "part"
  | "complete"
  | "abort"
  | "delete";

export interface S3Request {
  step: Step;
  /** Without the bucket; empty where the bucket itself is asked. */
  key: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
}

function stepOf(method: string, key: string, query: URLSearchParams): Step {
  const upload = query.has("uploadId");
  if (method === "HEAD") return "head";
  if (method === "DELETE") return upload ? "abort" : "delete";
  if (method === "PUT") return upload ? "part" : "put";
  if (method === "POST") return upload ? "complete" : "begin";
  if (key === "") return query.has("uploads") ? "uploads" : "list";
  return upload ? "parts" : "get";
}

/** Reads a request in path style. */
export function readRequest(method: string, url: string, headers: IncomingHttpHeaders): S3Request {
  const { pathname, searchParams } = new URL(url, "http://server");
  const [, , ...rest] = decodeURIComponent(pathname).split("/");
  const key = rest.join("/");
  return { step: stepOf(method, key, searchParams), key, query: searchParams, headers };
}
