import { type Api, requestId } from './api.ts';

/** Pays the list of a month, which froze by itself: the bank pays all of it. */
export async function payMonth(api: Api, month: string): Promise<void> {
  const finance = await api.staff('caiwu');
  const batch = (await finance.get(`/api/batches?month=${month}`)).rows[0];
  for (const [login, action] of [
    ['caiwu', 'startCheck'],
    ['xiang', 'confirmTownship'],
    ['caiwu', 'submitReview'],
    ['fuhe', 'reviewCounty'],
    ['caizheng', 'approveTreasury'],
    ['caiwu', 'sendToBank'],
  ] as const) {
    const by = await api.staff(login);
    const { version } = await by.get(`/api/batches/${batch.id}`);
    await by.post(`/api/batches/${batch.id}/actions`, { action, version, requestId: requestId(), input: {} });
  }
  await finance.post('/api/demo/bank', { batchId: batch.id, returns: 0 });
}
