export * from '@shared/desk/Frame';
