/*
 * What a flame graph does in a browser: details of the frame under the
 * pointer, zoom, search, and all of it by keyboard.
 *
 * A graph may be a document of its own or one of several in an HTML page, so
 * everything is looked up inside the <svg> that holds this script.
 *
 * A click in a graph of 100,000 frames must not be felt.  To hide, move or
 * color each frame would take a second, so a zoom leaves the frames alone: it
 * makes the whole group of them transparent, which changes nothing but one
 * layer, and shows copies of the few that are left.  Many matches thinner than a
 * pixel are colored by one path that lies on them.  Apart from that the frames
 * are read once, what has not changed is not written, and texts are first all
 * written, then all measured: a measurement after each change would lay out the
 * graph anew.
 */
function flamegraph(options) {
	"use strict";

	const ROUNDING = 0.0001; /* x and width are rounded, their sum is not exact */
	const MARGIN = 3; /* from the left edge of a frame to its label */
	const MANY = 3000; /* frames that take longer to change than the whole graph as one */
	const ROUND = 4; /* pixels; a frame with less has no straight edge but is all corners */
	const TERM = 30; /* characters of a search that are shown */
	const SHOWN = 0, ANCESTOR = 1, HIDDEN = 2; /* states of a frame */

	const graphs = window.flamegraphs = window.flamegraphs || []; /* all in this page */
	const graph = { svg: null, lastUsed: 0 };
	const lengths = new Map(); /* name -> number of characters -> their length */
	const owners = new Map(); /* the group of a frame or of its copy -> the frame */
	let svg = null;
	let allFrames = null;
	let copies = null; /* the group of what is shown while zoomed */
	let marks = null; /* the path over thin matches */
	let whole = {}; /* attributes of both the frames' group and the path */
	let zoomed = null; /* the frame zoomed to */
	let searched = null; /* the term of the search that is on */
	let ignoreCase = false;

	function byId(id) {
		return svg.querySelector("#" + id);
	}
