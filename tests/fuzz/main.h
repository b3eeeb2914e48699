/* SPDX-License-Identifier: MIT */
/* Included before each program, whose main has another name here. */
int main(int argc, char **argv);
