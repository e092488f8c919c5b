export * from '@shared/desk/Chart';
