/** 标准测算: what the formula gives for a figure of consumption. A proposal beside the standards; nothing is changed by it. */
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import type { Fen, FormField } from '../../../../kernel/schema/index.ts';
import { formServices } from '../../../../web/components/formServices.ts';
import { Facts, Section } from '../../../../web/components/layout.tsx';
import { Money } from '../../../../web/components/marks.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { antdSkin } from '../../../../web/form/antd/skin.tsx';
import { sent } from '../../../../web/form/core.ts';
import { Fields, useForm } from '../../../../web/form/fields.tsx';
import { api, apiErrorOf } from '../../../../web/shared/api.ts';

interface Candidate {
  presentFen: Fen;
  dibaoFen: Fen;
  tekunFen: Fen;
  text: string;
}

const fields: readonly FormField[] = [
  {
    name: 'urbanRural',
    type: 'choice',
    label: '城乡',
    required: true,
    choices: [
      { value: 'urban', label: '城市' },
      { value: 'rural', label: '农村' },
    ],
  },
  {
    name: 'consumptionFen',
    type: 'amount',
    label: '上年度人均消费支出',
    help: '统计部门公布的全年数',
    required: true,
    min: 100_00,
    max: 100_000_000,
  },
];

export function Candidate() {
  const session = useSession();
  const form = useForm({ urbanRural: 'urban' }, fields);
  const services = useMemo(() => formServices(homeDivision(session)), [session]);
  const compute = useMutation({
    mutationFn: () => api.get<Candidate>('/api/standards/candidate', sent(fields, form.values) as Record<string, string>),
  });
  return (
    <Section title="标准测算（只供参考）">
      <form
        className="wb-form"
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          if (!compute.isPending && form.check(fields)) compute.mutate();
        }}
      >
        <Fields fields={fields} form={form} skin={antdSkin} services={services} />
        {compute.error && <Refused error={apiErrorOf(compute.error)} />}
        {compute.data && (
          <>
            <p role="status">{compute.data.text}。</p>
            <Facts
              rows={[
                { label: '现行低保', value: <Money fen={compute.data.presentFen} per="每月" /> },
                { label: '建议低保', value: <Money fen={compute.data.dibaoFen} per="每月" /> },
                { label: '建议特困基本生活', value: <Money fen={compute.data.tekunFen} per="每月" /> },
              ]}
            />
          </>
        )}
        <Button htmlType="submit" loading={compute.isPending}>
          测算
        </Button>
      </form>
    </Section>
  );
}
