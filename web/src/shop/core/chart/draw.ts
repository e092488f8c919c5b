export * from '@shared/desk/chart/draw';
