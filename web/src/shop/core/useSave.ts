export * from '@shared/desk/useSave';
