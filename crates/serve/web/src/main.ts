import { mount } from 'svelte';
import App from './shell/App.svelte';
import './style/tokens.css';
import './style/base.css';
import './style/parts.css';
import { startAppearance } from './shell/appearance.svelte';
import { startLanguage } from './messages/language.svelte';

startAppearance();
await startLanguage();
const target = document.getElementById('app');
if (target) mount(App, { target });
