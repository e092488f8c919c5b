import { createClient } from '@shared/api/client';
import type { ActivateRequest, ComponentRequest, MoveRequest, SetUpView } from './types';

const api = createClient('/terminal/api');

/** One sitting at which a terminal is set up. */
export interface SetUp {
  look(this: void): Promise<SetUpView>;
  activate(this: void, request: ActivateRequest): Promise<SetUpView>;
  move(this: void, request: MoveRequest): Promise<SetUpView>;
  component(this: void, request: ComponentRequest): Promise<SetUpView>;
  block(this: void, block: string): Promise<SetUpView>;
  signIn(this: void): Promise<SetUpView>;
}

export function setUpOf(ticket: string): SetUp {
  const base = `setup/${encodeURIComponent(ticket)}`;
  return {
    look: () => api.get(base),
    activate: (request) => api.post(`${base}/activate`, request),
    move: (request) => api.post(`${base}/move`, request),
    component: (request) => api.post(`${base}/component`, request),
    block: (block) => api.post(`${base}/block`, { block }),
    signIn: () => api.post(`${base}/sign-in`),
  };
}
