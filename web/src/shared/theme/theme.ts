import type { ThemeConfig } from 'antd';

/** Brand: deep teal ink on warm paper, persimmon for what wants a finger. Text on each stays at WCAG AA or better. */
export const colors = {
  ink: '#16302e',
  teal: '#0b5a54',
  tealDeep: '#083f3b',
  tealSoft: '#e3efec',
  persimmon: '#b4540a',
  persimmonSoft: '#fbead7',
  paper: '#f5f1e8',
  surface: '#fffdf9',
  line: '#ddd6c8',
  muted: '#5a6866',
  danger: '#b3261e',
  success: '#1d6b3c',
} as const;

export const fontFamily =
  "'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei UI', 'Noto Sans SC', system-ui, sans-serif";

/** Ant Design's tokens; controls are at least 44 px high for fingers. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: colors.teal,
    colorInfo: colors.teal,
    colorLink: colors.teal,
    colorSuccess: colors.success,
    colorWarning: colors.persimmon,
    colorError: colors.danger,
    colorTextBase: colors.ink,
    colorTextPlaceholder: colors.muted,
    colorTextDescription: colors.muted,
    colorBgLayout: colors.paper,
    colorBgContainer: colors.surface,
    colorBgElevated: colors.surface,
    colorBorder: '#8d9894',
    colorBorderSecondary: colors.line,
    // Which fonts these are stands in base.css, by language.
    fontFamily: 'var(--font)',
    fontSize: 16,
    controlHeight: 44,
    controlHeightLG: 56,
    controlHeightSM: 36,
    borderRadius: 10,
    wireframe: false,
    // Whoever asked the device for no motion gets none; a transition cut short would leave its end waiting for ever.
    motion: !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.18s',
  },
  components: {
    Button: { fontWeight: 600, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
    Modal: { titleFontSize: 20 },
    Segmented: { trackBg: '#e9e3d6', itemColor: colors.ink, itemSelectedColor: colors.tealDeep },
    Table: { headerBg: '#efe9dc', cellPaddingBlock: 12 },
  },
};
