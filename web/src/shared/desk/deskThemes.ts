// A back office is dense where there is a mouse, and keeps a finger's size where there is none.
const softGrounds = {
  colorSuccessBg: '#e2f1e6',
  colorSuccessBorder: '#a9cfb5',
  colorInfoBg: '#e3efec',
  colorInfoBorder: '#a5c8c2',
  colorWarningBg: '#fbead7',
  colorWarningBorder: '#e3b98e',
  colorErrorBg: '#fbe6e3',
  colorErrorBorder: '#e5aaa4',
};
const components = { Segmented: { itemColor: '#4d5957', itemHoverColor: '#16302e' } };
/** For a mouse. */
export const deskTheme = {
  components,
  token: { ...softGrounds, fontSize: 14, controlHeight: 36, controlHeightSM: 28, controlHeightLG: 44 },
};
/** For fingers. */
export const handTheme = {
  components,
  token: { ...softGrounds, fontSize: 15, controlHeight: 44, controlHeightSM: 40, controlHeightLG: 50 },
};
