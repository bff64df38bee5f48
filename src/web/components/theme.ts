/** Colour, space and type of the workbench: ink on paper, one deep teal, warm greys. Text colours are at least 4.5:1 on their grounds. */
import type { ThemeConfig } from 'antd';

const INK = '#1f2523';
const ACCENT = '#0b5a5c';

export const theme: ThemeConfig = {
  token: {
    colorPrimary: ACCENT,
    colorLink: '#0b5a5c',
    colorLinkHover: '#0e7679',
    colorLinkActive: '#073f41',
    colorInfo: ACCENT,
    colorError: '#a5281c',
    colorWarning: '#7d5200',
    colorSuccess: '#2b6540',
    colorText: INK,
    colorTextSecondary: '#4a524f',
    colorTextTertiary: '#5a625f',
    colorTextDescription: '#5a625f',
    colorTextPlaceholder: '#6a716e',
    colorTextDisabled: '#6f7572',
    colorBgLayout: '#f3f1ec',
    colorBgContainer: '#fffefc',
    colorBgElevated: '#fffefc',
    colorBorder: '#c9c3b7',
    colorBorderSecondary: '#e4dfd5',
    borderRadius: 3,
    borderRadiusLG: 4,
    borderRadiusSM: 2,
    fontSize: 14,
    controlHeight: 34,
    fontFamily: "'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif",
    boxShadow: '0 1px 2px rgb(40 35 25 / 8%)',
    boxShadowSecondary: '0 2px 10px rgb(40 35 25 / 14%)',
    motion: false,
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
    Drawer: { paddingLG: 20 },
  },
};
