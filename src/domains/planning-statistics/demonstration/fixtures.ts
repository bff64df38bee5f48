/** For tests: the provider whom the money of the demonstration pays; in the demonstration itself it comes from another play. */
import { systemActor } from '../../../kernel/access/index.ts';
import { createUser } from '../../../kernel/access/server.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { at, must, staffOf } from '../../../kernel/demonstration/server.ts';
import { registerProvider } from '../../../kernel/purchase/server.ts';

export const openProvider = (context: Context): Promise<void> =>
  context.write(systemActor('test', context.city), async (tx) => {
    const county = await staffOf(tx, 'xian');
    const given = {
      name: '咸安区暖阳社会工作服务中心',
      creditCode: '52421202MJ00000012',
      contact: '夏雨',
      telephone: '0999-0000073',
    };
    const { id } = must('provider', await registerProvider(at(tx, county, '2026-01-05'), given));
    const duty = {
      role: 'institution-user',
      duty: 'service-provider',
      division: '421202000000',
      unitId: id,
      domain: 'social-assistance',
      validFrom: '2026-01-01',
    } as const;
    await createUser(tx, { login: 'shegong', name: '夏雨', division: '421202000000', demonstration: true, duties: [duty] });
  });
