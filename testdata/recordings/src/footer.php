<?php
printf("%d\n", $sum);
