import { createClient, type ApiClient } from '@shared/api/client';
import { Refusal, Unreachable } from '@shared/api/refusal';
import { reportContact, type Contact } from './contact';

const contacts: Readonly<Record<string, Contact>> = {
  'login.needed': 'loginNeeded',
  'second-factor.needed': 'sessionChanged',
};

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
      reportContact((problem instanceof Refusal && contacts[problem.code]) || 'answered');
    }
    throw problem;
  }
}

/** A client of one role's API that notes who answers and whether anybody is still logged in. */
export function createWatchedClient(base: string): ApiClient {
  const client = createClient(base);
  return {
    pageId: client.pageId,
    url: (path, query) => client.url(path, query),
    get: (path, query) => watched(client.get(path, query)),
    post: (path, body) => watched(client.post(path, body)),
    put: (path, body) => watched(client.put(path, body)),
    delete: (path) => watched(client.delete(path)),
    upload: (path, body, timeoutMs) => watched(client.upload(path, body, timeoutMs)),
  };
}
