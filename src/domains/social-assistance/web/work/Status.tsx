/** 救助身份查询: another department asks whether somebody holds a status now. Yes or no, until when; every question is on record. */
import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import type { FormField, PlainDate } from '../../../../kernel/schema/index.ts';
import { formServices } from '../../../../web/components/formServices.ts';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day } from '../../../../web/components/marks.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { antdSkin } from '../../../../web/form/antd/skin.tsx';
import { Fields, useForm } from '../../../../web/form/fields.tsx';
import { api, apiErrorOf } from '../../../../web/shared/api.ts';

interface Answer {
  holds: boolean;
  categoryZh: string | null;
  validFrom: PlainDate | null;
  validTo: PlainDate | null;
  asOf: PlainDate;
}

const FIELDS: readonly FormField[] = [
  { name: 'name', type: 'text', label: '姓名', required: true, min: 1, max: 50 },
  { name: 'idNumber', type: 'text', label: '身份证号码', required: true, format: 'resident-id', protect: true },
  { name: 'purpose', type: 'text', label: '用途', help: '例如：办理医疗救助', required: true, min: 4, max: 100 },
  { name: 'reference', type: 'text', label: '你单位的办件号', required: true, min: 2, max: 60 },
];

export function Status() {
  const session = useSession();
  const form = useForm({}, FIELDS);
  const services = useMemo(() => formServices(homeDivision(session)), [session]);
  const ask = useMutation({
    mutationFn: () => api.post<Answer>('/api/assistance/status', form.values),
    onError: (error) => form.showProblems(apiErrorOf(error).fields),
  });
  return (
    <Page
      title="救助身份查询"
      lead="已经认定的身份不用再核对。只答有没有、哪一类、到哪天；每次查询都记录用途和办件号，本人看得到。"
    >
      <form
        className="wb-form"
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          if (!ask.isPending && form.check(FIELDS)) ask.mutate();
        }}
      >
        <Fields fields={FIELDS} form={form} skin={antdSkin} services={services} />
        <div className="form-foot">
          {ask.error && <Refused error={apiErrorOf(ask.error)} />}
          <Button type="primary" htmlType="submit" loading={ask.isPending}>
            查询
          </Button>
        </div>
      </form>
      {ask.data && (
        <Section title={ask.data.holds ? `有：${ask.data.categoryZh}` : '没有'}>
          <Facts
            rows={[
              { label: '查询日期', value: <Day on={ask.data.asOf} /> },
              ...(ask.data.validFrom ? [{ label: '认定日期', value: <Day on={ask.data.validFrom} /> }] : []),
              ...(ask.data.holds
                ? [{ label: '有效期至', value: ask.data.validTo ? <Day on={ask.data.validTo} /> : '没有终止日期，按月动态管理' }]
                : []),
            ]}
          />
        </Section>
      )}
    </Page>
  );
}
