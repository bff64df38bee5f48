/** 名称能不能用: the rules for whoever thinks about a name, before he applies. Nobody is named, nothing is kept. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Division } from '../../../kernel/schema/index.ts';
import { findingsOf } from './check.ts';
import { type Finding, isRefused, personNames } from './rules.ts';
import { spell } from './spelling.ts';
import { categories } from './terms.ts';

export const NameQuestion = z.object({
  category: choice(categories),
  division: Division,
  specific: z.string().trim().max(19),
  generic: z.string().trim().max(8),
  person: choice(personNames).default('none'),
  width: z.coerce.number().int().min(1).max(1000).optional(),
  area: z.coerce.number().int().min(1).max(100_000_000).optional(),
});

export async function askName(
  tx: Tx,
  given: z.infer<typeof NameQuestion>,
): Promise<Result<{ name: string; reading: string; spelling: string; usable: boolean; findings: Finding[] }>> {
  if (!tx.divisions.get(given.division)) return fail('DIVISION_FOREIGN');
  const { width, area, ...proposed } = given;
  const findings = await findingsOf(
    tx,
    { ...proposed, widthMetres: width ?? null, areaMetres: area ?? null, renames: null },
    'naming',
  );
  const { reading, spelling } = spell(given.specific, given.generic);
  return ok({ name: given.specific + given.generic, reading, spelling, usable: !isRefused(findings), findings });
}
