export * from '@shared/desk/useDebounced';
