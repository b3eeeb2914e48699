// stream SCRIPT...: what Go programs do with the Perl scripts. Starts
// "perl SCRIPT" for each, joined by pipes, and hands standard input to the
// first while it reads from the last.
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "stream:", err)
		os.Exit(1)
	}
}

func main() {
	var commands []*exec.Cmd
	var from io.Reader
	var first io.WriteCloser
	for i, script := range os.Args[1:] {
		command := exec.Command("perl", script)
		command.Stderr = os.Stderr
		var err error
		if i == 0 {
			first, err = command.StdinPipe()
			check(err)
		} else {
			command.Stdin = from
		}
		from, err = command.StdoutPipe()
		check(err)
		check(command.Start())
		commands = append(commands, command)
	}
	go func() {
		_, err := io.Copy(first, os.Stdin)
		check(err)
		check(first.Close())
	}()
	_, err := io.Copy(os.Stdout, from)
	check(err)
	for _, command := range commands {
		check(command.Wait())
	}
}
