/** The accounts of a demonstration: one for every duty, in the places of the city that is demonstrated. */
import type { NewUser } from '../kernel/access/server.ts';
import type { Divisions } from '../kernel/division/index.ts';
import type { DivisionCode } from '../kernel/schema/index.ts';

/** The city whose stories are played. */
export const STORIES_OF = '421200000000';

/** Where the officers of a demonstration work. */
interface Places {
  readonly village: DivisionCode;
  readonly township: DivisionCode;
  readonly nextTownship: DivisionCode;
  readonly county: DivisionCode;
  /** Null in a city of one county. */
  readonly otherTownship: DivisionCode | null;
  readonly otherCounty: DivisionCode | null;
}

const xianning: Places = {
  village: '421202100001',
  township: '421202100000',
  nextTownship: '421202001000',
  county: '421202000000',
  otherTownship: '421221103000',
  otherCounty: '421221000000',
};

/** Of any other pack: its first county with its first townships, and a township of the next county. */
function placesOf(divisions: Divisions, city: DivisionCode): Places {
  if (city === STORIES_OF) return xianning;
  const below = (code: DivisionCode) => divisions.children(code).filter((d) => divisions.children(d.code).length > 0);
  const [county, otherCounty] = below(city);
  const [township, nextTownship] = county ? below(county.code) : [];
  const [village] = township ? divisions.children(township.code) : [];
  if (!county || !township || !village) throw new Error(`city ${city} has no village to demonstrate with`);
  return {
    village: village.code,
    township: township.code,
    nextTownship: (nextTownship ?? township).code,
    county: county.code,
    otherTownship: otherCounty ? below(otherCounty.code)[0]!.code : null,
    otherCounty: otherCounty?.code ?? null,
  };
}

interface DemoAccount {
  login: string;
  name: string;
  role: NewUser['duties'][number]['role'];
  duty?: NewUser['duties'][number]['duty'];
  division: string;
  /** Every domain unless said. */
  domain?: string;
}

/** The people who do the work; their names say nothing about anybody real. */
export function demoAccounts(divisions: Divisions, city: DivisionCode): DemoAccount[] {
  const at = placesOf(divisions, city);
  const accounts: (Omit<DemoAccount, 'division'> & { division: DivisionCode | null })[] = [
    { login: 'cun', name: '陈秀兰', role: 'village-worker', division: at.village },
    { login: 'xiang', name: '李建国', role: 'township-clerk', division: at.township },
    { login: 'xiang2', name: '王芳', role: 'township-clerk', division: at.township },
    { login: 'wenquan', name: '钟丽', role: 'township-clerk', division: at.nextTownship },
    { login: 'xiangcan', name: '姜敏', role: 'township-clerk', division: at.township, domain: 'disability' },
    { login: 'xianghe', name: '周志强', role: 'township-leader', division: at.township },
    { login: 'hedui', name: '吴敏', role: 'county-clerk', duty: 'verification-officer', division: at.county },
    { login: 'xian', name: '郑海燕', role: 'county-clerk', division: at.county },
    { login: 'queren', name: '孙立群', role: 'county-leader', duty: 'county-confirmer', division: at.county },
    { login: 'queren2', name: '何玉珍', role: 'county-leader', duty: 'county-confirmer', division: at.county },
    { login: 'xianzhang', name: '徐国平', role: 'county-leader', division: at.county },
    { login: 'caiwu', name: '胡晓梅', role: 'county-clerk', duty: 'finance-clerk', division: at.county },
    { login: 'fuhe', name: '朱文斌', role: 'county-leader', duty: 'finance-reviewer', division: at.county },
    { login: 'chuna', name: '黄丽萍', role: 'county-clerk', duty: 'finance-clerk', division: at.county },
    { login: 'caizheng', name: '高明', role: 'dept-user', duty: 'treasury-officer', division: at.county },
    { login: 'yibao', name: '方敏', role: 'dept-user', division: at.county },
    { login: 'canlian', name: '方晓燕', role: 'dept-user', duty: 'federation-officer', division: at.county },
    { login: 'rexian', name: '钱慧', role: 'county-clerk', duty: 'hotline-agent', division: at.county },
    { login: 'yingji', name: '柯海燕', role: 'county-clerk', duty: 'emergency-operator', division: at.county },
    { login: 'yingji2', name: '余国庆', role: 'county-clerk', duty: 'emergency-operator', division: at.county },
    { login: 'diaodu', name: '程晓云', role: 'county-clerk', duty: 'home-care-dispatcher', division: at.county },
    { login: 'jiayu', name: '林涛', role: 'township-clerk', division: at.otherTownship },
    { login: 'jiayuhe', name: '邓文华', role: 'township-leader', division: at.otherTownship },
    { login: 'jiayuzhen', name: '严正', role: 'township-leader', division: at.otherTownship },
    { login: 'jiayuxian', name: '龚建平', role: 'county-clerk', division: at.otherCounty },
    { login: 'jiayuhedui', name: '汪洁', role: 'county-clerk', duty: 'verification-officer', division: at.otherCounty },
    { login: 'jiayuqueren', name: '谢春华', role: 'county-leader', duty: 'county-confirmer', division: at.otherCounty },
    { login: 'jiayuzhang', name: '童立新', role: 'county-leader', division: at.otherCounty },
    {
      login: 'pinggu1',
      name: '汤月华',
      role: 'institution-user',
      duty: 'capacity-assessor',
      division: at.county,
      domain: 'elderly-care',
    },
    {
      login: 'pinggu2',
      name: '余国栋',
      role: 'institution-user',
      duty: 'capacity-assessor',
      division: at.county,
      domain: 'elderly-care',
    },
    {
      login: 'pinggu3',
      name: '阮淑琴',
      role: 'institution-user',
      duty: 'capacity-assessor',
      division: at.county,
      domain: 'elderly-care',
    },
    {
      login: 'pinggu4',
      name: '金志远',
      role: 'institution-user',
      duty: 'capacity-assessor',
      division: at.county,
      domain: 'elderly-care',
    },
    { login: 'shi', name: '罗静', role: 'city-clerk', division: city },
    { login: 'shicai', name: '范志华', role: 'city-clerk', division: city },
    { login: 'shiling', name: '梁伟民', role: 'city-leader', division: city },
    { login: 'pinggu', name: '贺文', role: 'institution-user', duty: 'evaluator', division: city },
    { login: 'shenji', name: '宋清', role: 'auditor', division: city },
    { login: 'xitong', name: '唐亮', role: 'sys-admin', division: city },
    { login: 'anquan', name: '许宁', role: 'security-admin', division: city },
    { login: 'rizhi', name: '韩雪', role: 'audit-admin', division: city },
  ];
  return accounts.flatMap((account) => (account.division === null ? [] : [{ ...account, division: account.division }]));
}
