export * from './campaign.ts';
export * from './relay.ts';
