/**
 * The one way to the server. A refusal is thrown as `ApiError` with the sentence to show; a request that never arrived is one too
 * (`OFFLINE`), because what the person should do then is just as clear.
 */
import type { FieldProblem } from '../../kernel/result/index.ts';
import { isAway } from './activity.ts';

export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  /** What to do next; null when the sentence says it all. */
  readonly next: string | null;
  /** Beside which fields the sentences belong (`members.0.idNumber`). */
  readonly fields: readonly FieldProblem[];
  constructor(given: { code: string; status: number; message: string; next?: string | null; fields?: readonly FieldProblem[] }) {
    super(given.message);
    this.name = 'ApiError';
    this.code = given.code;
    this.status = given.status;
    this.next = given.next ?? null;
    this.fields = given.fields ?? [];
  }
}

const offline = () =>
  new ApiError({
    code: 'OFFLINE',
    status: 0,
    message: '网络不通，刚才的操作没有送到。',
    next: '请检查网络后再试，您填写的内容还在。',
  });
const unreadable = (status: number) =>
  new ApiError({ code: 'SERVICE_BUSY', status, message: '系统暂时繁忙，您的内容没有丢失，请稍后再试。' });

/**
 * Whether the server has said no: what is sent after that is another request. A broken line and a server that is too busy say nothing, perhaps it has been done:
 * then the same request is sent again, with its own id.
 */
export const isRefusal = ({ status }: Pick<ApiError, 'status'>): boolean => status >= 400 && status < 500;

/** Whatever was thrown, as something that can be said to a person. */
export const apiErrorOf = (error: unknown): ApiError =>
  error instanceof ApiError
    ? error
    : new ApiError({ code: 'UNEXPECTED', status: 0, message: '页面出了一点问题。', next: '请刷新页面后再试。' });

function errorFrom(status: number, text: string): ApiError {
  try {
    const { error } = JSON.parse(text) as {
      error: { code: string; message: string; next?: string | null; fields?: FieldProblem[] };
    };
    return new ApiError({ ...error, status });
  } catch {
    return unreadable(status);
  }
}

const OURS = { 'x-minzheng': '1' };

async function send<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init });
    text = await response.text();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw offline();
  }
  if (!response.ok) throw errorFrom(response.status, text);
  try {
    return JSON.parse(text) as T;
  } catch {
    throw unreadable(response.status);
  }
}

type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** `path` with the query entries that have a value. */
export function address(path: string, query: Query = {}): string {
  const entries = Object.entries(query).flatMap(([key, value]) =>
    value === null || value === undefined || value === '' ? [] : [[key, String(value)]],
  );
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries)}`;
}

const write = <T>(method: string, path: string, body: unknown): Promise<T> =>
  send<T>(path, { method, headers: { ...OURS, 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) });

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
    send<T>(address(path, query), {
      headers: { accept: 'application/json', ...(isAway() ? { 'x-minzheng-away': '1' } : {}) },
      signal: signal ?? null,
    }),
  post: <T>(path: string, body?: unknown): Promise<T> => write<T>('POST', path, body),
  put: <T>(path: string, body?: unknown): Promise<T> => write<T>('PUT', path, body),
  delete: <T>(path: string): Promise<T> => write<T>('DELETE', path, {}),
};

export interface StoredFile {
  id: string;
  name: string;
  size: number;
  type: string;
}

/** Uploads one file with one field before it; `onProgress` gets 0 to 1. XMLHttpRequest, because fetch cannot tell how far an upload is. */
export function sendFile<T>(
  url: string,
  field: readonly [name: string, value: string],
  file: { content: Blob; name: string },
  onProgress: (share: number) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    for (const [key, value] of Object.entries(OURS)) request.setRequestHeader(key, value);
    request.upload.onprogress = (e) => e.lengthComputable && onProgress(e.loaded / e.total);
    request.onerror = () => reject(offline());
    request.onload = () => {
      if (request.status < 200 || request.status > 299) return reject(errorFrom(request.status, request.responseText));
      try {
        resolve(JSON.parse(request.responseText) as T);
      } catch {
        reject(unreadable(request.status));
      }
    };
    const form = new FormData();
    form.append(...field);
    form.append('file', file.content, file.name);
    request.send(form);
  });
}

export const upload = (file: Blob, name: string, paper: string, onProgress: (share: number) => void): Promise<StoredFile> =>
  sendFile('/api/files', ['paper', paper], { content: file, name }, onProgress);

/** A fresh request id. `crypto.randomUUID` is absent on plain http, which a village office may well use. */
export const newRequestId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
