/** The proposed standards: for each, the standard, the place, the new value and its first day; the values in force stand beside. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Drawer, Input, Select } from 'antd';
import { useState } from 'react';
import { type ParameterRow, perOf, standardText, unitText } from '../../../kernel/policy/index.ts';
import type { ProposedRow } from '../../../kernel/rehearsal/index.ts';
import { homeDivision, useSession } from '../../components/session.tsx';
import { Answered, Refused } from '../../components/states.tsx';
import type { DivisionRow } from '../../form/services.ts';
import { api, apiErrorOf } from '../../shared/api.ts';
import { useStandardNames } from './standardNames.ts';
import '../../form/antd/form.css';

export interface DraftContent {
  title: string;
  documentNo: string;
  rows: ProposedRow[];
}
interface Line {
  no: number;
  key: string | null;
  division: string;
  value: string;
  validFrom: string;
  floor: string;
  ceiling: string;
}

/** Only what somebody is paid by is rehearsed; the rest is entered where the standards are. */
type Standard = ParameterRow & { rehearsed: boolean };
/** What a place may be the first to set. */
type Offered = Pick<ParameterRow, 'key' | 'unit'>;

const isMoney = (unit: string): boolean => unit.startsWith('fen');
/** A standard without a value yet is an empty field. */
const typed = (value: string, unit: string): string => (isMoney(unit) && value !== '' ? String(Number(value) / 100) : value);
/** 805.5 yuan is 80550 fen; what is no amount is sent as it is, for the server's sentence. */
const sentValue = (text: string, unit: string): string =>
  isMoney(unit) && /^\d{1,9}(\.\d{1,2})?$/.test(text) ? String(Math.round(Number(text) * 100)) : text;

export function DraftForm(props: {
  title: string;
  button: string;
  initial?: DraftContent;
  send: (content: DraftContent) => Promise<unknown>;
  onClose: () => void;
}) {
  const session = useSession();
  const home = homeDivision(session);
  const standards = useQuery({
    queryKey: ['/api/standards', home],
    queryFn: () => api.get<{ rows: readonly Standard[]; offered: readonly Offered[] }>('/api/standards', { division: home }),
  });
  const below = useQuery({
    queryKey: ['/api/divisions', 'below', home],
    queryFn: () => api.get<{ rows: readonly DivisionRow[] }>('/api/divisions', { parent: home }),
    enabled: home.endsWith('00000000'),
  });
  return (
    <Drawer
      open
      title={props.title}
      size={Math.min(720, window.innerWidth)}
      rootClassName="action-drawer"
      onClose={props.onClose}
      closable={{ 'aria-label': '关闭' }}
    >
      <Answered query={standards}>
        {({ rows, offered }) => (
          <Form
            {...props}
            standards={rows.filter((row) => row.rehearsed)}
            offered={offered}
            places={[
              { value: home, label: session.actor.divisionName ?? '本地区' },
              ...(below.data?.rows ?? []).map((row) => ({ value: row.code, label: row.name })),
            ]}
          />
        )}
      </Answered>
    </Drawer>
  );
}

function Form({
  initial,
  button,
  send,
  onClose,
  standards,
  offered,
  places,
}: {
  initial?: DraftContent;
  button: string;
  send: (content: DraftContent) => Promise<unknown>;
  onClose: () => void;
  standards: readonly ParameterRow[];
  offered: readonly Offered[];
  places: readonly { value: string; label: string }[];
}) {
  const { today } = useSession();
  const nameOf = useStandardNames();
  const blank = (no: number): Line => ({
    no,
    key: null,
    division: places[0]!.value,
    value: '',
    validFrom: nextMonth(today),
    floor: '',
    ceiling: '',
  });
  const [title, setTitle] = useState(initial?.title ?? '');
  const [documentNo, setDocumentNo] = useState(initial?.documentNo ?? '');
  const [lines, setLines] = useState<Line[]>(() =>
    initial
      ? initial.rows.map((row, no) => ({
          ...row,
          no,
          value: typed(row.value, row.unit),
          floor: typed(row.floor ?? '', row.unit),
          ceiling: typed(row.ceiling ?? '', row.unit),
        }))
      : [
          { ...blank(0), key: 'DB-STD-U' },
          { ...blank(1), key: 'DB-STD-R' },
        ],
  );
  const change = (no: number, part: Partial<Line>) => setLines((all) => all.map((l) => (l.no === no ? { ...l, ...part } : l)));
  const inForce = (key: string | null) =>
    standards
      .filter((r) => r.key === key && r.validFrom <= today && (r.validTo === null || today < r.validTo))
      .sort((a, b) => (a.division < b.division ? 1 : -1))[0];
  const named: readonly Offered[] = [...standards, ...offered];
  const unitOf = (key: string | null): string => named.find((r) => r.key === key)?.unit ?? '';
  const keys = [...new Set(named.map((r) => r.key))].map((key) => ({ value: key, label: nameOf(key) ?? key }));
  const save = useMutation({
    mutationFn: () =>
      send({
        title,
        documentNo,
        rows: lines
          .filter((l) => l.key && l.value.trim() !== '')
          .map((l) => ({
            key: l.key!,
            division: l.division,
            unit: unitOf(l.key),
            value: sentValue(l.value.trim(), unitOf(l.key)),
            validFrom: l.validFrom as ProposedRow['validFrom'],
            floor: l.floor.trim() === '' ? null : sentValue(l.floor.trim(), unitOf(l.key)),
            ceiling: l.ceiling.trim() === '' ? null : sentValue(l.ceiling.trim(), unitOf(l.key)),
          })),
      }),
    onSuccess: onClose,
  });
  return (
    <form
      className="wb-form"
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        if (!save.isPending) save.mutate();
      }}
    >
      <p className="causes">方案在公布之前不生效。留空的行不算。</p>
      <div className="field">
        <label htmlFor="draft-title">方案名称</label>
        <Input
          id="draft-title"
          value={title}
          maxLength={100}
          placeholder="例如：2026年城乡低保标准调整"
          onChange={(e) => setTitle(e.target.value)}
        />
      </div>
      <div className="field">
        <label htmlFor="draft-document">依据文件</label>
        <Input
          id="draft-document"
          value={documentNo}
          maxLength={200}
          placeholder="写明文号，例如：咸民政发〔2026〕12号"
          onChange={(e) => setDocumentNo(e.target.value)}
        />
      </div>
      {lines.map((line, i) => {
        const now = inForce(line.key);
        const unit = unitOf(line.key);
        return (
          <fieldset key={line.no} className="draft-line">
            <legend>第{i + 1}项</legend>
            <div className="field">
              <label htmlFor={`key-${line.no}`}>标准</label>
              <Select
                id={`key-${line.no}`}
                value={line.key}
                options={keys}
                placeholder="输入名称查找"
                showSearch={{ optionFilterProp: 'label' }}
                onChange={(key: string) => change(line.no, { key })}
              />
              {now && (
                <p className="quiet">
                  现行{standardText(now)}（{now.validFrom}起）
                </p>
              )}
            </div>
            <div className="field">
              <label htmlFor={`division-${line.no}`}>适用地区</label>
              <Select
                id={`division-${line.no}`}
                value={line.division}
                options={[...places]}
                onChange={(division: string) => change(line.no, { division })}
              />
            </div>
            <div className="field">
              <label htmlFor={`value-${line.no}`}>
                {isMoney(unit) ? `新标准（元${perOf(unit)}）` : `新标准（${unitText(unit) || '数值'}）`}
              </label>
              <Input
                id={`value-${line.no}`}
                className="day-input"
                inputMode="decimal"
                value={line.value}
                onChange={(e) => change(line.no, { value: e.target.value })}
              />
            </div>
            <div className="field">
              <label htmlFor={`from-${line.no}`}>从哪天起</label>
              <Input
                id={`from-${line.no}`}
                className="day-input"
                value={line.validFrom}
                placeholder="2026-01-01"
                onChange={(e) => change(line.no, { validFrom: e.target.value.trim() })}
              />
            </div>
            <details className="draft-bounds" open={line.floor !== '' || line.ceiling !== ''}>
              <summary>给下级定下限、上限（可不填）</summary>
              {(
                [
                  ['floor', '下级不得低于'],
                  ['ceiling', '下级不得高于'],
                ] as const
              ).map(([name, label]) => (
                <div className="field" key={name}>
                  <label htmlFor={`${name}-${line.no}`}>
                    {label}
                    {isMoney(unit) ? `（元${perOf(unit)}）` : ''}
                  </label>
                  <Input
                    id={`${name}-${line.no}`}
                    className="day-input"
                    inputMode="decimal"
                    value={line[name]}
                    onChange={(e) => change(line.no, { [name]: e.target.value })}
                  />
                </div>
              ))}
            </details>
            {lines.length > 1 && (
              <Button size="small" onClick={() => setLines((all) => all.filter((l) => l.no !== line.no))}>
                去掉第{i + 1}项
              </Button>
            )}
          </fieldset>
        );
      })}
      <p>
        <Button onClick={() => setLines((all) => [...all, blank(Math.max(...all.map((l) => l.no)) + 1)])}>再加一项</Button>
      </p>
      <div className="form-foot">
        {save.error && (
          <Refused error={apiErrorOf(save.error)}>
            {apiErrorOf(save.error).fields.map((f) => (
              <span key={f.path}>{f.message}</span>
            ))}
          </Refused>
        )}
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {button}
        </Button>
        <Button onClick={onClose}>先不办</Button>
      </div>
    </form>
  );
}

export function nextMonth(today: string): string {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
}
