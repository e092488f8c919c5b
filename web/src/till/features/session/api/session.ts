import { tillApi } from '../../../api/tillApi';
import type { LoginRequest, TillView, UnlockRequest } from '../../../api/types';
import { acceptView, beginSession } from '../../../core/tillStore';

const post = async (path: string, body?: UnlockRequest): Promise<TillView> => {
  const view = await tillApi.post<TillView>(path, body);
  acceptView(view);
  return view;
};

const change = async (path: string, body?: LoginRequest): Promise<TillView> => {
  const view = await tillApi.post<TillView>(path, body);
  beginSession(view);
  return view;
};

export const logIn = (request: LoginRequest): Promise<TillView> => change('login', request);
export const logOut = (): Promise<TillView> => change('logout');
export const lock = (): Promise<TillView> => post('lock');
export const unlock = (request: UnlockRequest): Promise<TillView> => post('unlock', request);
/** Makes this page the one that may act. */
export const takePage = (): Promise<TillView> => post('page/take');
