/** The institutions of the demonstration city with the people who work in them. Names as a city has them; the codes say DEM, the telephones cannot be called. */

import { createUser, type DutyCode } from '../../../kernel/access/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { must } from '../../../kernel/demonstration/server.ts';
import { enterInstitution } from '../register/enter.ts';
import { officerOf } from './stage.ts';

interface Staff {
  login: string;
  name: string;
  duty: DutyCode;
}
interface Home {
  key: string;
  county: string;
  given: Parameters<typeof enterInstitution>[1];
  staff: readonly Staff[];
}

const home = (
  key: string,
  given: Omit<Home['given'], 'siteNo' | 'creditCode' | 'stage' | 'telephone'> & { stage?: Home['given']['stage'] },
  staff: readonly Staff[] = [],
): Home => ({
  key,
  county: `${given.division.slice(0, 6)}000000`,
  given: {
    siteNo: 1,
    stage: 'registered',
    creditCode: `${given.legalForm === 'company' ? '91' : given.legalForm === 'non-profit' ? '52' : '12'}${given.division.slice(0, 6)}DEM00000${key}`,
    telephone: `0999-00007${key}`,
    ...given,
  },
  staff,
});

export const homes: readonly Home[] = [
  home(
    '01',
    {
      name: '咸安区社会福利院',
      kind: 'social-welfare-home',
      legalForm: 'public-unit',
      operation: 'public',
      managedBy: 'county',
      registrar: 'county',
      division: '421202100001',
      address: '汀泗桥镇汀泗街88号',
      contact: '柳志明',
      lonLat: '114.2500,29.7830',
    },
    [
      { login: 'yuanzhang', name: '柳志明', duty: 'care-home-head' },
      { login: 'jiedai', name: '秦雨', duty: 'care-home-reception' },
      { login: 'huli', name: '葛红梅', duty: 'care-home-nurse' },
      { login: 'hugong', name: '宋春梅', duty: 'care-home-carer' },
      { login: 'kuaiji', name: '陶静', duty: 'care-home-accountant' },
    ],
  ),
  home('02', {
    name: '汀泗桥镇农村福利院',
    kind: 'rural-welfare-home',
    legalForm: 'public-unit',
    operation: 'public',
    managedBy: 'township',
    registrar: 'county',
    division: '421202100004',
    address: '汀泗桥镇古田街3号',
    contact: '卢国清',
  }),
  home(
    '03',
    {
      name: '温泉康乐养老公寓',
      kind: 'care-apartment',
      legalForm: 'company',
      operation: 'private',
      managedBy: 'company',
      registrar: 'county',
      division: '421202001000',
      address: '温泉街道淦河大道120号',
      contact: '沈芳',
    },
    [
      { login: 'kangle', name: '沈芳', duty: 'care-home-head' },
      { login: 'kanglekuaiji', name: '贾静', duty: 'care-home-accountant' },
    ],
  ),
  home(
    '04',
    {
      name: '赤壁市中心福利院',
      kind: 'central-welfare-home',
      legalForm: 'public-unit',
      operation: 'public-built-private-run',
      managedBy: 'county',
      registrar: 'county',
      division: '421281001001',
      address: '蒲圻街道和尚岭路16号',
      contact: '戴春来',
    },
    [{ login: 'chibi', name: '戴春来', duty: 'care-home-head' }],
  ),
  home('05', {
    name: '嘉鱼县夕阳红护理院',
    kind: 'nursing-home',
    legalForm: 'non-profit',
    operation: 'private',
    managedBy: 'society',
    registrar: 'county',
    division: '421221103000',
    address: '潘家湾镇沿江路9号',
    contact: '毛建华',
    stage: 'preparing',
  }),
];

/** All of them, as the offices entered them, with the accounts of their people. */
export async function openHomes(tx: Tx): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const { key, county, given, staff } of homes) {
    const clerk = officerOf('demonstration-county', '县民政局', 'county-clerk', county);
    const { id } = must(given.name, await enterInstitution({ ...tx, actor: clerk }, given));
    ids.set(key, id);
    for (const { login, name, duty } of staff)
      must(
        login,
        await createUser(tx, {
          login,
          name,
          division: county,
          demonstration: true,
          duties: [
            {
              role: 'institution-user',
              duty,
              division: county,
              unitId: id,
              domain: 'elderly-care-institutions',
              validFrom: '2026-01-01',
            },
          ],
        }),
      );
  }
  return ids;
}
