import { shopApi } from '../../../api/shopApi';
import type { ChangePasswordRequest, LoginRequest, SessionView, SetupRequest, SetupState } from '../../../api/types';

export const setupState = (): Promise<SetupState> => shopApi.get('setup');
export const setUp = (request: SetupRequest): Promise<SessionView> => shopApi.post('setup', request);
/** In the demo: ends it and opens a shop of one's own at the same address. */
export const openOwnShop = (): Promise<void> => shopApi.post('setup/own');
export const logIn = (request: LoginRequest): Promise<SessionView> => shopApi.post('login', request);
export const logOut = (): Promise<void> => shopApi.post('logout');
export const currentSession = (): Promise<SessionView> => shopApi.get('session');
export const changePassword = (request: ChangePasswordRequest): Promise<void> => shopApi.post('password', request);
