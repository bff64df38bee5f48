/** `npm run bench -- <name> [options]`: one JSON object with the figures on standard output; what happens meanwhile on standard error. */
const benches: Record<string, { summary: string; run: () => Promise<unknown> }> = {
  beds: { summary: 'five hundred families on fifty beds at once', run: () => import('./beds.ts') },
  api: { summary: 'opening a case and a page of the work list against pgbench', run: () => import('./api.ts') },
  city: { summary: 'a full-size city: searches, work lists and person files by HTTP', run: () => import('./city.ts') },
  web: { summary: 'script sizes, accessibility, a throttled phone', run: () => import('./web.ts') },
  determine: { summary: 'decisions with clauses a second, on one core', run: () => import('./determine.ts') },
  rehearsal: { summary: 'a raise over the whole register, in threads', run: () => import('./rehearsal.ts') },
  'monthly-run': { summary: 'a month from the entitlements to the file of the bank', run: () => import('./monthly-run.ts') },
  places: { summary: 'place strings resolved a second, on one core', run: () => import('./places.ts') },
  planning: {
    summary: 'projects and reports in, forms computed, cockpit and analysis at the size of a city',
    run: () => import('./planning.ts'),
  },
  sheets: { summary: 'spreadsheets of many rows in and out', run: () => import('./sheets.ts') },
  simulate: { summary: 'years of a whole city played and compared with the oracle', run: () => import('./simulate.ts') },
  clue: { summary: 'from a death told by a department to the warning on the list', run: () => import('./clue.ts') },
  emergency: {
    summary: 'calls from devices to the duty board, with the server killed in the middle',
    run: () => import('./emergency.ts'),
  },
  visits: { summary: "the day's visits of a whole city", run: () => import('./visits.ts') },
  dispatch: { summary: 'a day of home services planned at once', run: () => import('./dispatch.ts') },
  start: { summary: 'cold and warm start', run: () => import('./start.ts') },
  'probe-rls': { summary: 'what row-level security guarantees and costs', run: () => import('./probe-rls.ts') },
};

const name = process.argv[2] ?? '';
const bench = Object.hasOwn(benches, name) ? benches[name] : undefined;
if (bench) {
  process.argv.splice(2, 1); // each benchmark reads its own options
  await bench.run();
} else {
  const lines = Object.entries(benches).map(([key, { summary }]) => `  ${key.padEnd(10)} ${summary}`);
  process.stderr.write(`${name ? `no benchmark ${name}\n` : ''}npm run bench -- <name>\n${lines.join('\n')}\n`);
  process.exitCode = 2;
}
