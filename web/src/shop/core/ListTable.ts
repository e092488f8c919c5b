export * from '@shared/desk/ListTable';
