export * from '@shared/desk/useReloadWhenBack';
