import { createClient, type ApiClient } from '@shared/api/client';
import { Refusal, Unreachable } from '@shared/api/refusal';
import { reportContact } from './contact';

const client = createClient('/shop/api');

// Every answer tells the page something of the session and of the server, whoever asked.
async function watched<T>(request: Promise<T>): Promise<T> {
  try {
    const answer = await request;
    reportContact('answered');
    return answer;
  } catch (problem) {
    if (problem instanceof Unreachable) {
      reportContact('silent');
    } else {
      reportContact(problem instanceof Refusal && problem.code === 'login.needed' ? 'loginNeeded' : 'answered');
    }
    throw problem;
  }
}

/** The shop's own API. */
export const shopApi: ApiClient = {
  pageId: client.pageId,
  url: (path, query) => client.url(path, query),
  get: (path, query) => watched(client.get(path, query)),
  post: (path, body) => watched(client.post(path, body)),
  put: (path, body) => watched(client.put(path, body)),
  delete: (path) => watched(client.delete(path)),
  upload: (path, body, timeoutMs) => watched(client.upload(path, body, timeoutMs)),
};

/** Where a product's picture stands. */
export const pictureUrl = (id: string): string => shopApi.url(`pictures/${id}`);
