export * from '@shared/desk/useNarrow';
