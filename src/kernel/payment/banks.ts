/**
 * 代发银行: which bank's file an account goes into. An account opened with an agency bank goes into that bank's file; every other account into the
 * file of the main one (主办银行), which pays it across banks. A county without rows of its own uses the city's; without any there is one file in the
 * separated format.
 */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import type { DivisionCode } from '../schema/index.ts';
import { type BankFormatKey, templateOf } from './bank-format/formats.ts';

export interface AgencyBank {
  readonly code: string;
  readonly name: string;
  readonly format: BankFormatKey;
  /** Parts of an opening bank's name by which it is known: 农商行, 农村商业银行. */
  readonly spellings: readonly string[];
  readonly main: boolean;
}

const ONLY: AgencyBank = { code: 'main', name: '代发银行', format: 'mzdf1', spellings: [], main: true };

/** The agency banks of a county, the main one first. */
export async function agencyBanksOf(tx: Tx, county: DivisionCode): Promise<readonly [AgencyBank, ...AgencyBank[]]> {
  const rows = await tx.rows<AgencyBank & { division: DivisionCode }>(
    sql`select division, code, name, format, spellings, main from agency_bank where division = any(${[county, tx.city]}::text[]) order by main desc, code limit 200`,
  );
  const own = rows.filter((row) => row.division === county);
  const [first = ONLY, ...others] = own.length > 0 ? own : rows;
  return [first, ...others];
}

/** The bank whose spelling stands in the name of the opening bank; of several the longest, so that 农业银行 is not taken for 农业发展银行. */
export function agencyBankFor(banks: readonly [AgencyBank, ...AgencyBank[]], openingBank: string): AgencyBank {
  let found: { bank: AgencyBank; length: number } = { bank: banks[0], length: 0 };
  for (const bank of banks)
    for (const spelling of bank.spellings)
      if (spelling.length > found.length && openingBank.includes(spelling)) found = { bank, length: spelling.length };
  return found.bank;
}

/** What the file of the account's bank cannot write of it: its holder's or its bank's name. */
export function unwritable(banks: readonly [AgencyBank, ...AgencyBank[]], account: { bank: string; holder: string }): string[] {
  const { charset } = templateOf(agencyBankFor(banks, account.bank).format);
  return charset.missing(`${account.holder}${account.bank}`);
}

/** What the city's pack says: a bank that is known takes its new name, format and spellings. */
export async function loadAgencyBanks(tx: Tx, banks: readonly (AgencyBank & { division: DivisionCode })[]): Promise<number> {
  let changed = 0;
  for (const { division, code, name, format, spellings, main } of banks)
    changed +=
      await tx.run(sql`insert into agency_bank as b (division, code, name, format, spellings, main) values (${division}, ${code}, ${name}, ${format}, ${[...spellings]}::text[], ${main})
      on conflict (division, code) do update set name = excluded.name, format = excluded.format, spellings = excluded.spellings, main = excluded.main
      where (b.name, b.format, b.spellings, b.main) is distinct from (excluded.name, excluded.format, excluded.spellings, excluded.main)`);
  return changed;
}
