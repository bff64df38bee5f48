/** 节假日: the rest days that every limit is counted by, year by year; the administrator pastes the yearly notice and sees what was read before it counts. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { daysOfNotice, type Holiday, type NoticeDay, shortDate, weekdayName } from '../../../kernel/calendar/index.ts';
import { Page, Section } from '../../components/layout.tsx';
import { Tag } from '../../components/marks.tsx';
import { may, useSession } from '../../components/session.tsx';
import { Answered, Refused } from '../../components/states.tsx';
import { api, apiErrorOf } from '../../shared/api.ts';
import '../../form/antd/form.css';

const yearOf = (day: { date: string }): number => Number(day.date.slice(0, 4));

export function Calendar() {
  const session = useSession();
  const list = useQuery({
    queryKey: ['/api/calendar'],
    queryFn: () => api.get<{ rows: readonly Holiday[] }>('/api/calendar'),
  });
  return (
    <Page
      title="节假日"
      lead="办件时限按这里的放假和调休上班计算。没有录入的年份算不出时限；标“暂定”的年份录入正式通知后，在办件的到期日一并重算。"
    >
      <Answered query={list}>
        {({ rows }) => {
          const years = [...new Set(rows.map(yearOf))].sort((a, b) => b - a);
          return (
            <>
              {may(session, 'POST /api/calendar') && <EnterYear rows={rows} />}
              {years.map((year) => (
                <Year key={year} year={year} rows={rows.filter((row) => yearOf(row) === year)} />
              ))}
            </>
          );
        }}
      </Answered>
    </Page>
  );
}

function Year({ year, rows }: { year: number; rows: readonly Holiday[] }) {
  const provisional = rows.some((row) => row.provisional);
  return (
    <Section title={`${year}年`} aside={provisional && <Tag tone="warn">暂定</Tag>}>
      <Days days={rows} />
      <p className="quiet">{[...new Set(rows.map((row) => row.source))].join('；')}</p>
    </Section>
  );
}

/** One line for each festival: the days off, and the weekend days that are worked. */
function Days({ days }: { days: readonly (NoticeDay & { division?: string | null })[] }) {
  const names = [...new Set(days.map((day) => day.name))];
  const said = (name: string, kind: NoticeDay['kind']) =>
    days
      .filter((day) => day.name === name && day.kind === kind)
      .map((day) => `${shortDate(day.date)}${weekdayName(day.date).replace('星期', '周')}`)
      .join('、');
  return (
    <ul className="plain-list">
      {names.map((name) => (
        <li key={name}>
          <b>{name}</b>
          {said(name, 'holiday') && <p>放假：{said(name, 'holiday')}</p>}
          {said(name, 'workday') && <p>上班：{said(name, 'workday')}</p>}
        </li>
      ))}
    </ul>
  );
}

/** The next year to enter: the first provisional one, else the one after the last. */
const nextYear = (rows: readonly Holiday[], today: string): number => {
  const provisional = rows.filter((row) => row.provisional).map(yearOf);
  return provisional[0] ?? Math.max(Number(today.slice(0, 4)), ...rows.map((row) => yearOf(row) + 1));
};

function EnterYear({ rows }: { rows: readonly Holiday[] }) {
  const { today } = useSession();
  const queries = useQueryClient();
  const [year, setYear] = useState(() => String(nextYear(rows, today)));
  const [source, setSource] = useState('');
  const [text, setText] = useState('');
  const [provisional, setProvisional] = useState(false);
  const days = /^\d{4}$/.test(year) ? daysOfNotice(text, Number(year)) : [];
  const save = useMutation({
    mutationFn: () => api.post('/api/calendar', { year: Number(year), source, provisional, days }),
    onSuccess: async () => {
      setText('');
      await queries.invalidateQueries();
    },
  });
  return (
    <Section title="录入一年的放假安排">
      <form
        className="wb-form"
        noValidate
        onSubmit={(e) => {
          e.preventDefault();
          if (!save.isPending) save.mutate();
        }}
      >
        <p className="causes">录入后代替这一年原来的安排；在办件凡是按它计算的到期日当即重算，并记入办理经过。</p>
        <div className="field">
          <label htmlFor="calendar-year">年份</label>
          <Input
            id="calendar-year"
            className="day-input"
            inputMode="numeric"
            value={year}
            maxLength={4}
            onChange={(e) => setYear(e.target.value)}
          />
        </div>
        <div className="field">
          <label htmlFor="calendar-source">依据文件</label>
          <Input
            id="calendar-source"
            value={source}
            maxLength={200}
            placeholder="例如：国务院办公厅关于2027年部分节假日安排的通知"
            onChange={(e) => setSource(e.target.value)}
          />
        </div>
        <div className="field">
          <label htmlFor="calendar-text">通知正文</label>
          <Input.TextArea
            id="calendar-text"
            rows={8}
            value={text}
            placeholder={
              '一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n二、春节：2月5日至11日放假调休。1月31日（周日）、2月13日（周六）上班。'
            }
            onChange={(e) => setText(e.target.value)}
          />
          <p className="quiet">把通知里各节日的几行贴进来，每个节日一行。</p>
        </div>
        <Checkbox checked={provisional} onChange={(e) => setProvisional(e.target.checked)}>
          暂定：国务院办公厅的通知尚未发布
        </Checkbox>
        {days.length > 0 && (
          <div role="status">
            <h3>
              读出{days.filter((d) => d.kind === 'holiday').length}天放假、{days.filter((d) => d.kind === 'workday').length}
              天上班，请核对
            </h3>
            <Days days={days} />
          </div>
        )}
        <div className="form-foot">
          {save.error && (
            <Refused error={apiErrorOf(save.error)}>
              {apiErrorOf(save.error).fields.map((f) => (
                <span key={f.message}>{f.message}</span>
              ))}
            </Refused>
          )}
          {save.isSuccess && <p role="status">已录入，在办件的到期日正在重算。</p>}
          <Button type="primary" htmlType="submit" disabled={days.length === 0} loading={save.isPending}>
            录入{days.length > 0 ? `（${days.length}天）` : ''}
          </Button>
        </div>
      </form>
    </Section>
  );
}
