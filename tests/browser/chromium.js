/* SPDX-License-Identifier: MIT */
/*
 * Drives a headless Chromium by the DevTools protocol: JSON messages, each ended
 * by a NUL, on two pipes (--remote-debugging-pipe).  A tab has the methods of
 * Playwright's pages that the tests use.
 *
 * The protocol: https://chromedevtools.github.io/devtools-protocol/
 */
"use strict";

const { spawn } = require("child_process");
const { EventEmitter } = require("events");
const fs = require("fs");
const os = require("os");
const path = require("path");

/* Text is as wide as on any screen, and the frames of a page are in its process. */
const FLAGS = ["--headless", "--remote-debugging-pipe", "--font-render-hinting=none", "--hide-scrollbars", "--mute-audio",
	"--no-default-browser-check", "--disable-features=IsolateSandboxedIframes"];

const KEYS = { /* code, virtual key code, text */
	Tab: ["Tab", 9], Enter: ["Enter", 13, "\r"], Escape: ["Escape", 27], ArrowUp: ["ArrowUp", 38], ArrowDown: ["ArrowDown", 40],
	F3: ["F3", 114], Shift: ["ShiftLeft", 16], Control: ["ControlLeft", 17],
};
const MODIFIERS = { Control: 2, Shift: 8 };

const PATIENCE = 120000; /* milliseconds */

const sleep = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

async function until(condition, otherwise, timeout = PATIENCE) {
	const end = Date.now() + timeout;
	while (!await condition()) {
		if (Date.now() > end)
			throw new Error(otherwise + " after " + timeout + " ms");
		await sleep(5);
	}
}

/* ---- the protocol ---- */

/* Emits each event as "SESSION METHOD". */
class Connection extends EventEmitter {
	constructor(output, input) {
		super();
		this.output = output;
		this.waiting = new Map();
		this.id = 0;
		const begun = []; /* the parts of a message that came so far */
		input.setEncoding("utf8");
		input.on("data", text => {
			const parts = text.split("\0");
			for (const end of parts.slice(0, -1)) {
				this.receive(JSON.parse(begun.join("") + end));
				begun.length = 0;
			}
			begun.push(parts[parts.length - 1]);
		});
		output.on("error", () => {}); /* the browser's end is told by end() */
	}

	receive({ id, sessionId = "", method, params, result, error }) {
		if (id === undefined) {
			this.emit(sessionId + " " + method, params);
			return;
		}
		const { resolve, reject, called } = this.waiting.get(id);
		this.waiting.delete(id);
		if (error)
			reject(new Error(called + ": " + error.message));
		else
			resolve(result);
	}

	send(sessionId, method, params = {}) {
		const id = ++this.id;
		return new Promise((resolve, reject) => {
			this.waiting.set(id, { resolve, reject, called: method });
			this.output.write(JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) }) + "\0");
		});
	}

	end() {
		for (const { reject, called } of this.waiting.values())
			reject(new Error(called + ": Chromium has ended"));
		this.waiting.clear();
	}
}

/* ---- a tab ---- */

class Frame {
	constructor(tab, id) {
		this.tab = tab;
		this.id = id;
		this.context = null; /* where scripts run; null while a document is replaced */
	}

	/* What a function makes of a value, both of them as JSON. */
	async evaluate(call, value) {
		await until(() => this.context !== null, "no document");
		const { result, exceptionDetails } = await this.tab.send("Runtime.callFunctionOn", {
			functionDeclaration: call.toString(), arguments: [{ value }],
			executionContextId: this.context, awaitPromise: true, returnByValue: true,
		});
		if (exceptionDetails)
			throw new Error(messageOf(exceptionDetails));
		return result.value;
	}
}

function messageOf({ exception, text }) {
	if (exception && exception.description)
		return exception.description.split("\n    at ")[0].replace(/^\w*Error: /, "");
	return exception && "value" in exception ? String(exception.value) : text;
}

/*
 * In the page: waits for two pictures.  What a click put under the mouse is told
 * that the mouse is over it only then.  A tab behind another draws none.
 */
function drawn() {
	return new Promise(function (resolve) {
		requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
		setTimeout(resolve, 1000);
	});
}

/* Emits "pageerror" with an Error and "dialog" with what answers it. */
class Tab extends EventEmitter {
	constructor(connection, sessionId) {
		super();
		this.connection = connection;
		this.sessionId = sessionId;
		this.tree = new Map(); /* frames by id, the main one first */
		this.loaded = new Set(); /* documents of the main frame */
		this.size = null;
		this.modifiers = 0;
		this.mouse = { move: (x, y) => this.moveMouse(x, y), click: (x, y) => this.click(x, y) };
		this.keyboard = { down: key => this.key("rawKeyDown", key), up: key => this.key("keyUp", key), press: keys => this.press(keys) };
		this.listen();
	}

	send(method, params) {
		return this.connection.send(this.sessionId, method, params);
	}

	listen() {
		const on = (method, listener) => this.connection.on(this.sessionId + " " + method, listener);
		on("Page.frameAttached", ({ frameId }) => this.frame(frameId));
		on("Page.frameDetached", ({ frameId }) => this.tree.delete(frameId));
		on("Page.frameNavigated", ({ frame: { id, parentId } }) => {
			if (!parentId) /* a new document; the frames of the old one are not reported */
				this.tree = new Map([[id, this.frame(id)]]);
		});
		on("Page.lifecycleEvent", ({ frameId, loaderId, name }) => {
			if (name === "load" && frameId === this.mainFrame().id)
				this.loaded.add(loaderId);
		});
		on("Page.javascriptDialogOpening", () => {
			const answer = (accept, promptText) => this.send("Page.handleJavaScriptDialog", { accept, promptText });
			this.emit("dialog", { accept: text => answer(true, text), dismiss: () => answer(false) });
		});
		on("Runtime.executionContextCreated", ({ context: { id, auxData } }) => {
			if (auxData.isDefault)
				this.frame(auxData.frameId).context = id;
		});
		on("Runtime.executionContextDestroyed", ({ executionContextId }) => {
			for (const frame of this.tree.values())
				frame.context = frame.context === executionContextId ? null : frame.context;
		});
		on("Runtime.executionContextsCleared", () => this.tree.forEach(frame => {
			frame.context = null;
		}));
		on("Runtime.exceptionThrown", ({ exceptionDetails }) => this.emit("pageerror", new Error(messageOf(exceptionDetails))));
	}

	async start(viewport) {
		const { frameTree } = await this.send("Page.getFrameTree");
		this.frame(frameTree.frame.id);
		await Promise.all([this.send("Page.enable"), this.send("Page.setLifecycleEventsEnabled", { enabled: true }),
			this.send("Runtime.enable"), this.send("Emulation.setFocusEmulationEnabled", { enabled: true }),
			this.setViewportSize(viewport)]);
		return this;
	}

	frame(id) {
		if (!this.tree.has(id))
			this.tree.set(id, new Frame(this, id));
		return this.tree.get(id);
	}

	frames() {
		return Array.from(this.tree.values());
	}

	mainFrame() {
		return this.tree.values().next().value;
	}

	evaluate(call, value) {
		return this.mainFrame().evaluate(call, value);
	}

	waitForTimeout(milliseconds) {
		return sleep(milliseconds);
	}

	waitForFunction(call, value, { timeout } = {}) {
		return until(() => this.evaluate(call, value), "nothing true", timeout);
	}

	/* Navigates, by a function that returns what tells whether the new document is loaded. */
	async load(navigate, timeout) {
		this.loaded.clear();
		await until(await navigate(), "not loaded", timeout);
	}

	goto(url, { timeout } = {}) {
		return this.load(async () => {
			const { loaderId, errorText } = await this.send("Page.navigate", { url });
			if (errorText)
				throw new Error(url + ": " + errorText);
			return () => !loaderId || this.loaded.has(loaderId); /* without: another place in the same document */
		}, timeout);
	}

	reload() {
		return this.load(async () => {
			await this.send("Page.reload");
			return () => this.loaded.size > 0;
		});
	}

	bringToFront() {
		return this.send("Page.bringToFront");
	}

	viewportSize() {
		return this.size;
	}

	async setViewportSize({ width, height }) {
		await this.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
		this.size = { width, height };
	}

	moveMouse(x, y) {
		return this.send("Input.dispatchMouseEvent", { type: "mouseMoved", x, y, modifiers: this.modifiers });
	}

	async click(x, y) {
		const button = { x, y, button: "left", clickCount: 1, modifiers: this.modifiers };
		await this.moveMouse(x, y);
		await this.send("Input.dispatchMouseEvent", { type: "mousePressed", buttons: 1, ...button });
		await this.send("Input.dispatchMouseEvent", { type: "mouseReleased", buttons: 0, ...button });
		await this.evaluate(drawn).catch(() => {}); /* there may be another document now */
	}

	async key(type, key) {
		const [code, windowsVirtualKeyCode, text] = KEYS[key] || ["Key" + key.toUpperCase(), key.toUpperCase().charCodeAt(0), key];
		const down = type !== "keyUp", isText = down && text && !(this.modifiers & MODIFIERS.Control);
		if (MODIFIERS[key])
			this.modifiers = down ? this.modifiers | MODIFIERS[key] : this.modifiers & ~MODIFIERS[key];
		await this.send("Input.dispatchKeyEvent", {
			type: isText ? "keyDown" : type, key, code, windowsVirtualKeyCode, modifiers: this.modifiers, ...(isText && { text }),
		});
	}

	/* A key, after others that are held: "Control+f". */
	async press(keys) {
		const names = keys.split("+");
		for (const name of names)
			await this.key("rawKeyDown", name);
		for (const name of names.reverse())
			await this.key("keyUp", name);
	}
}

/* ---- the browser ---- */

/* Starts Chromium with a fresh profile. */
async function launch({ executablePath, args }) {
	const profile = fs.mkdtempSync(path.join(os.tmpdir(), "flamegraph-browser-"));
	const browser = spawn(executablePath, [...FLAGS, ...args, "--user-data-dir=" + profile, "about:blank"],
		{ stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
	const connection = new Connection(browser.stdio[3], browser.stdio[4]);
	const ended = new Promise(resolve => browser.on("close", resolve));
	ended.then(() => connection.end());
	await new Promise((resolve, reject) => browser.on("spawn", resolve).on("error", reject));
	return {
		async newPage({ viewport = { width: 1280, height: 720 } } = {}) {
			const { targetId } = await connection.send("", "Target.createTarget", { url: "about:blank" });
			const { sessionId } = await connection.send("", "Target.attachToTarget", { targetId, flatten: true });
			return new Tab(connection, sessionId).start(viewport);
		},
		async close() {
			connection.send("", "Browser.close").catch(() => {});
			await ended;
			fs.rmSync(profile, { recursive: true, force: true });
		},
	};
}

module.exports = { launch };
