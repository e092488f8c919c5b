export * from '@shared/desk/useRefresh';
