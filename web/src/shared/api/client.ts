import { newId } from './ids';
import { Refusal, Unreachable } from './refusal';

export type QueryValue = string | number | boolean | null | undefined;

export interface ApiClient {
  /** Id of this page; the role tells by it which page may act. */
  readonly pageId: string;
  get<T>(path: string, query?: Readonly<Record<string, QueryValue>>): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  put<T>(path: string, body?: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
  /** Sends a body as it is, for example a file; the browser sets its content type. Large ones may ask for more time. */
  upload<T>(path: string, body: BodyInit, timeoutMs?: number): Promise<T>;
  /** The address of something under this client's base, for pictures and event streams. */
  url(path: string, query?: Readonly<Record<string, QueryValue>>): string;
}

const pageId = newId();
const usualTimeoutMs = 20_000;

/**
 * A client of one role's API.
 * @param base path under which it stands, for example `/till/api`
 * @returns its methods throw `Refusal` when the role says no and `Unreachable` when nobody answered
 */
export function createClient(base: string): ApiClient {
  const url: ApiClient['url'] = (path, query) => {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query ?? {})) {
      if (value !== null && value !== undefined && value !== '') {
        parameters.set(name, String(value));
      }
    }
    const text = parameters.toString();
    return `${base}/${path}${text === '' ? '' : `?${text}`}`;
  };

  async function send<T>(
    method: string,
    address: string,
    body?: BodyInit,
    contentType?: string,
    timeoutMs = usualTimeoutMs,
  ): Promise<T> {
    const headers: Record<string, string> = { Accept: 'application/json', 'X-Guitai-Page': pageId };
    if (method !== 'GET') {
      headers['X-Guitai'] = '1';
    }
    if (contentType !== undefined) {
      headers['Content-Type'] = contentType;
    }
    let response: Response;
    let text: string;
    try {
      response = await fetch(address, {
        method,
        headers,
        body: body ?? null,
        credentials: 'same-origin',
        signal: AbortSignal.timeout(timeoutMs),
      });
      text = await response.text();
    } catch (error) {
      throw new Unreachable(error);
    }
    if (response.ok) {
      return (text === '' ? undefined : JSON.parse(text)) as T;
    }
    throw refusalOf(response.status, text);
  }

  const json = (body: unknown): string => JSON.stringify(body ?? {});
  return {
    pageId,
    url,
    get: (path, query) => send('GET', url(path, query)),
    post: (path, body) => send('POST', url(path), json(body), 'application/json'),
    put: (path, body) => send('PUT', url(path), json(body), 'application/json'),
    delete: (path) => send('DELETE', url(path)),
    upload: (path, body, timeoutMs) => send('POST', url(path), body, undefined, timeoutMs),
  };
}

function refusalOf(status: number, text: string): Error {
  try {
    const answer = JSON.parse(text) as { code?: unknown; parameters?: unknown };
    if (typeof answer.code === 'string') {
      const parameters = typeof answer.parameters === 'object' ? answer.parameters : null;
      return new Refusal(answer.code, (parameters ?? {}) as Record<string, unknown>, status);
    }
  } catch {
    // Not one of our refusals: a proxy's page, or a crash.
  }
  return status >= 502 && status <= 504 ? new Unreachable() : new Refusal(`http.${String(status)}`, { status }, status);
}
