import { createUser, type DutyCode, EVERY_DOMAIN, type Role } from '../../../kernel/access/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { must } from '../../../kernel/demonstration/server.ts';
import { enterInspector } from '../../../kernel/inspection/server.ts';
import { enterInstitution } from '../register/enter.ts';
import { officerOf } from './stage.ts';

export const COUNTY = '421202000000';

const homes = [
  ['11', '永安颐年养老公寓', 'care-apartment', 'company', '421202003000', '永安街道长安大道56号', '程立新'],
  ['12', '浮山安康护理院', 'nursing-home', 'non-profit', '421202002000', '浮山街道书台街12号', '阮玉兰'],
  ['13', '官埠桥镇农村福利院', 'rural-welfare-home', 'public-unit', '421202102000', '官埠桥镇泉湖路8号', '余国安'],
  ['14', '横沟桥镇农村福利院', 'rural-welfare-home', 'public-unit', '421202103000', '横沟桥镇凉亭街21号', '孟长生'],
  ['15', '向阳湖夕阳养老院', 'care-apartment', 'non-profit', '421202101000', '向阳湖镇宝塔街6号', '鲁秀珍'],
] as const;

/** Entered by the county as it enters any other. */
export async function openSupervisedHomes(tx: Tx): Promise<Map<string, string>> {
  const clerk = officerOf('demonstration-county', '县民政局', 'county-clerk', COUNTY);
  const ids = new Map<string, string>();
  for (const [key, name, kind, legalForm, division, address, contact] of homes) {
    const { id } = must(
      name,
      await enterInstitution(
        { ...tx, actor: clerk },
        {
          name,
          kind,
          legalForm,
          operation: legalForm === 'public-unit' ? 'public' : 'private',
          managedBy: legalForm === 'company' ? 'company' : legalForm === 'non-profit' ? 'society' : 'township',
          registrar: 'county',
          creditCode: `${legalForm === 'company' ? '91' : legalForm === 'non-profit' ? '52' : '12'}421202DEM00000${key}`,
          siteNo: 1,
          division,
          address,
          telephone: `0999-00007${key}`,
          contact,
          stage: 'registered',
        },
      ),
    );
    ids.set(key, id);
  }
  return ids;
}

const people: readonly { login: string; name: string; role: Role; duty: DutyCode; division: string | null; certNo?: string }[] = [
  { login: 'fazhike', name: '曾敏', role: 'city-clerk', duty: 'legal-officer', division: null },
  { login: 'zhifa1', name: '鲍振华', role: 'county-clerk', duty: 'enforcement-officer', division: COUNTY, certNo: '鄂L1202001' },
  { login: 'zhifa2', name: '易晓云', role: 'county-clerk', duty: 'enforcement-officer', division: COUNTY, certNo: '鄂L1202002' },
  { login: 'zhifa3', name: '万国斌', role: 'county-clerk', duty: 'enforcement-officer', division: COUNTY, certNo: '鄂L1202003' },
  { login: 'zhifa4', name: '童玲', role: 'county-clerk', duty: 'enforcement-officer', division: COUNTY, certNo: '鄂L1202004' },
  { login: 'zhifa5', name: '雷建军', role: 'county-clerk', duty: 'enforcement-officer', division: COUNTY, certNo: '鄂L1202005' },
];

/** Those of the pool. */
export const officers = people.filter(({ certNo }) => certNo !== undefined);

/** Accounts and the pool of inspectors. */
export async function engageInspectors(tx: Tx): Promise<void> {
  const clerk = officerOf('demonstration-county', '县民政局', 'county-clerk', COUNTY);
  for (const { login, name, role, duty, division, certNo } of people) {
    must(
      login,
      await createUser(tx, {
        login,
        name,
        division: division ?? tx.city,
        demonstration: true,
        duties: [{ role, duty, division: division ?? tx.city, domain: EVERY_DOMAIN, validFrom: '2026-01-01' }],
      }),
    );
    if (certNo)
      must(
        certNo,
        await enterInspector({ ...tx, actor: clerk }, { login, certNo, certFrom: '2025-01-01', certTo: '2029-12-31' }),
      );
  }
}
